package org.repartee.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/// Guards every JAX-RS method by its [Allow]. A method that says nothing stops the start.
public final class AllowFeature implements DynamicFeature {

    @Context
    @SuppressWarnings("NullAway.Init") // by the container: a proxy of the current request
    private HttpServletRequest request;

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        var method = resource.getResourceMethod();
        allowed(method)
                .ifPresentOrElse(
                        allow -> context.register(new Guard(allow, request)),
                        () -> requireOpen(method));
    }

    static Optional<Allow> allowed(Method method) {
        return annotation(method, Allow.class);
    }

    private static void requireOpen(Method method) {
        var ours = method.getDeclaringClass().getPackage() == AllowFeature.class.getPackage();
        // Jersey itself answers OPTIONS: with the methods that there are.
        if (ours && annotation(method, Open.class).isEmpty()) {
            throw new IllegalStateException(
                    method + " must say who may use it, with @Allow or @Open(because = …)");
        }
    }

    private static <A extends Annotation> Optional<A> annotation(Method method, Class<A> type) {
        return Optional.ofNullable(method.getAnnotation(type))
                .or(() -> Optional.ofNullable(method.getDeclaringClass().getAnnotation(type)));
    }

    /// No record: the container hashes it at the start, when there is no request.
    private static final class Guard implements ContainerRequestFilter {

        private final Allow allow;
        private final HttpServletRequest request;

        private Guard(Allow allow, HttpServletRequest request) {
            this.allow = allow;
            this.request = request;
        }

        @Override
        public void filter(ContainerRequestContext context) {
            var identity = Visitor.identity(request);
            Gate.refusal(identity, allow.scope(), allow.value())
                    .or(() -> containersRefusal(context))
                    .ifPresent(error -> {
                        throw new ApiFailure(error);
                    });
        }

        /// The container must know the roles, too: others of its APIs go by them.
        private Optional<ApiError> containersRefusal(ContainerRequestContext context) {
            var roles = allow.value();
            return Arrays.stream(roles)
                            .anyMatch(role ->
                                    context.getSecurityContext().isUserInRole(role.wireName()))
                    ? Optional.empty()
                    : Optional.of(ApiError.wrongRole(roles));
        }
    }
}
