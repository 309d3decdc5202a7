/// The exporter against checkpoints, whole and broken.
@NullMarked
package org.repartee.export;

import org.jspecify.annotations.NullMarked;
