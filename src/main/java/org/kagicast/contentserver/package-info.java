/// The role of the content server (R1 to R6, R18, R19, R21): its streams, how they are set up, reloaded and ordered to do
/// things. Their keys, changes, sources, labels and sending have packages of their own below.
@NullMarked
package org.kagicast.contentserver;

import org.jspecify.annotations.NullMarked;
