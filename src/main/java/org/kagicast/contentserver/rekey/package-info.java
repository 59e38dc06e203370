/// How the keys of a stream change (R18 to R21): [org.kagicast.contentserver.rekey.RekeyMachine] decides, and
/// [org.kagicast.contentserver.rekey.LineKeys] carries out what it decides.
@NullMarked
package org.kagicast.contentserver.rekey;

import org.jspecify.annotations.NullMarked;
