/// Tests of the kept conversations, on a real H2.
@NullMarked
package org.repartee.conversation;

import org.jspecify.annotations.NullMarked;
