package org.repartee.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.repartee.chat.Chat;
import org.repartee.chat.Rehearsal;
import org.repartee.runtime.ModelFailure;
import org.repartee.tokenizer.VocabularyException;

/// Loads the model beside the server's own start, and hands it to [Chat] once it has answered.
@ApplicationScoped
class Startup {

    private static final Logger LOG = System.getLogger(Startup.class.getName());

    @Inject
    @SuppressWarnings("NullAway.Init") // by the container
    private Chat chat;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Condition condition;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Event<Rehearsal> rehearsals;

    private final Thread loading = Thread.ofPlatform().name("model-loader").unstarted(this::load);

    /// How far the server is.
    sealed interface State {
        record Loading(String waitsFor) implements State {}

        record Serving(LoadedModel model) implements State {}

        record Failed(String message) implements State {}
    }

    void begin(@Observes @Initialized(ApplicationScoped.class) Object application) {
        waitFor("the model to be loaded");
        loading.start();
    }

    /// Before the audit and the conversations are drained: their observers come later.
    void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        chat.withdraw();
        loading.interrupt();
        try {
            loading.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        loaded().ifPresent(LoadedModel::close);
    }

    private void waitFor(String what) {
        condition.is(new State.Loading(what));
    }

    private Optional<LoadedModel> loaded() {
        return condition.state() instanceof State.Serving(var model)
                ? Optional.of(model)
                : Optional.empty();
    }

    private void load() {
        try {
            var config = ServerConfig.read(ConfigProvider.getConfig());
            condition.allowSteps(config.stepTimeout());
            var model = LoadedModel.load(config, this::waitFor);
            rehearse(model);
            condition.is(new State.Serving(model));
            chat.serve(model.model());
            var served = model.model().served();
            LOG.log(
                    Logger.Level.INFO,
                    "serving %s, at most %d tokens of prompt and answer together"
                            .formatted(served.name(), served.maxModelLen()));
        } catch (ModelFailure | VocabularyException | IllegalArgumentException faulty) {
            // Sentences for the operator: a stack trace would only bury them.
            condition.is(failed(faulty));
            LOG.log(Logger.Level.ERROR, "the model cannot be served: {0}", faulty.getMessage());
        } catch (RuntimeException | Error unforeseen) {
            // Also an Error, such as a native library that does not load: nobody else would tell.
            condition.is(failed(unforeseen));
            LOG.log(Logger.Level.ERROR, "the model cannot be served", unforeseen);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Then no request pays for a first time. What goes wrong here would do so for requests, too,
    /// and tell them: it is no reason not to serve.
    private void rehearse(LoadedModel model) {
        waitFor("the first requests, which the server asks itself");
        try {
            rehearsals.fire(new Rehearsal(chat, model.model()));
        } catch (RuntimeException failure) {
            LOG.log(Logger.Level.WARNING, "the rehearsal failed", failure);
        }
    }

    private static State failed(Throwable cause) {
        return new State.Failed(String.valueOf(cause.getMessage()));
    }
}
