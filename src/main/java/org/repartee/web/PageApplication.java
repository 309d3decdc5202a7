package org.repartee.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/// The API that the page needs beside its WebSocket.
@ApplicationPath("/api")
public final class PageApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                ConversationsResource.class,
                SharesResource.class,
                TokensResource.class,
                SettingsResource.class,
                SignInResource.class,
                SignOutResource.class,
                AccountResource.class,
                KeysResource.class,
                AccountsResource.class,
                OthersConversationsResource.class,
                AllowFeature.class,
                ErrorMapper.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return OpenAiApplication.PROPERTIES;
    }
}
