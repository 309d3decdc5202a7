package org.repartee.access.oidc;

import org.repartee.access.Person;
import org.repartee.access.ProviderTokens;

/// Whom the provider vouches for, and what it handed out.
public record Vouched(Person person, ProviderTokens tokens) {}
