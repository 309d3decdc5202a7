/// The engine against a scripted model that notices any wrong block.
@NullMarked
package org.repartee.engine;

import org.jspecify.annotations.NullMarked;
