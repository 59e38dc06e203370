/// Every role in one process, wired for a scenario, for demonstrations and lessons (R22, R26).
@NullMarked
package org.kagicast.lab;

import org.jspecify.annotations.NullMarked;
