/// Block accounting, prefix sharing and eviction, without any model.
@NullMarked
package org.repartee.engine.kv;

import org.jspecify.annotations.NullMarked;
