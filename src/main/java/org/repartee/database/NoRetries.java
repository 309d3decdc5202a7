package org.repartee.database;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/// Takes away EclipseLink's own retries of what failed for want of a connection: three more waits
/// would make a refusal four times as slow, and the writers have pauses of their own.
public final class NoRetries implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        var login = (DatabaseLogin) session.getDatasourceLogin();
        login.setQueryRetryAttemptCount(0);
        login.setConnectionHealthValidatedOnError(false);
    }
}
