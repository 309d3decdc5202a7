@NullMarked
package org.repartee.runtime.experts;

import org.jspecify.annotations.NullMarked;
