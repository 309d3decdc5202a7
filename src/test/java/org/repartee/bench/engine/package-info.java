/// The measurements on a model that only notes what it is asked to compute, and on the engine's
/// scripted one.
@NullMarked
package org.repartee.bench.engine;

import org.jspecify.annotations.NullMarked;
