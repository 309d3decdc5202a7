/// Tests of what is read from a provider's words; `SingleSignOnIT` meets a real one.
@NullMarked
package org.repartee.access.oidc;

import org.jspecify.annotations.NullMarked;
