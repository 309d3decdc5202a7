/// Tests of the harmony format: a golden file for each rule, a test for each known complaint, fuzz.
@NullMarked
package org.repartee.harmony;

import org.jspecify.annotations.NullMarked;
