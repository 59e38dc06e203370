/// How each of many clients stands with each stream, in one table.
@NullMarked
package org.kagicast.console.matrix;

import org.jspecify.annotations.NullMarked;
