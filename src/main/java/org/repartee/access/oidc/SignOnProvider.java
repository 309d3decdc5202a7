package org.repartee.access.oidc;

import java.util.Optional;

/// The provider of sign-on, if one is configured.
public record SignOnProvider(Optional<SingleSignOn> singleSignOn) {}
