@NullMarked
package org.repartee.runtime.cuda;

import org.jspecify.annotations.NullMarked;
