package org.repartee.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.repartee.access.Role;
import org.repartee.access.Scope;

/// Who may use an endpoint. One that has neither this nor [Open] keeps the server from starting.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Allow {

    /// Any of these roles will do.
    Role[] value();

    /// What an API key needs besides.
    Scope scope();
}
