/// The shell script that people start: its faults are sentences, its search for tools is tried with
/// pretended ones.
@NullMarked
package org.repartee.deploy;

import org.jspecify.annotations.NullMarked;
