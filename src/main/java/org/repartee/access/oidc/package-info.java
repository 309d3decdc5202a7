/// Single sign-on: OpenID Connect's code flow with PKCE, refresh, both kinds of logout, and bearer
/// tokens, over Nimbus's library, which only this package knows.
///
/// It decides nothing about access: it tells whom the provider vouches for.
@NullMarked
package org.repartee.access.oidc;

import org.jspecify.annotations.NullMarked;
