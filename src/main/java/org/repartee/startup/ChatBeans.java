package org.repartee.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.repartee.access.Allowances;
import org.repartee.audit.AuditLog;
import org.repartee.chat.Chat;
import org.repartee.conversation.Conversations;

/// Makes the one [Chat] of the server, for whoever injects it.
@ApplicationScoped
class ChatBeans {

    @Produces
    @Singleton
    Chat chat(Conversations conversations, AuditLog audit, Allowances allowances) {
        return new Chat(
                conversations,
                audit,
                ServerConfig.chatLimits(ConfigProvider.getConfig()),
                new StoredAllowance(allowances));
    }
}
