/// Tests of the audit, on a real H2.
@NullMarked
package org.repartee.audit;

import org.jspecify.annotations.NullMarked;
