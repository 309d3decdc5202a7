/// The sampler against plain definitions of each parameter.
@NullMarked
package org.repartee.engine.sampling;

import org.jspecify.annotations.NullMarked;
