/// The role of the content server: its encryption-key table, the choice of the key, rekey, and sending (R1 to R6, R18,
/// R19, R21).
@NullMarked
package org.kagicast.contentserver;

import org.jspecify.annotations.NullMarked;
