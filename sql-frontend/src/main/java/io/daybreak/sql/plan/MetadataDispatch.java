package io.daybreak.sql.plan;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.CyclicMetadataException;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.DelegatingMetadataRel;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.NullSentinel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/**
 * Answers Calcite's questions about relational expressions (how many rows? which keys?) with
 * Calcite's own handlers. Calcite would write and compile a Java class for each kind of question,
 * which costs a fresh process more than all else that a first join needs; here a proxy looks up the
 * method for a class of expressions once and then calls it by reflection. Thread-safe.
 */
final class MetadataDispatch implements MetadataHandlerProvider {
    static final MetadataDispatch INSTANCE = new MetadataDispatch();

    private final Map<Class<?>, Object> proxies = new ConcurrentHashMap<>();

    private MetadataDispatch() {}

    @Override
    public <H extends MetadataHandler<?>> H handler(Class<H> kind) {
        return kind.cast(proxies.computeIfAbsent(kind, _ -> proxy(kind)));
    }

    private static Object proxy(Class<? extends MetadataHandler<?>> kind) {
        return Proxy.newProxyInstance(
                kind.getClassLoader(),
                new Class<?>[] {kind},
                new Questions(DefaultRelMetadataProvider.INSTANCE.handlers(kind)));
    }

    /** A question with its arguments: what an answer is remembered under. */
    private record Asked(Method question, List<@Nullable Object> arguments) {}

    private record Subject(Method question, Class<?> expression) {}

    private record Answerer(MetadataHandler<?> handler, Method method) {}

    /** The questions of one kind. */
    private static final class Questions implements InvocationHandler {
        private final List<MetadataHandler<?>> handlers;
        private final Map<Subject, Answerer> answerers = new ConcurrentHashMap<>();

        Questions(List<MetadataHandler<?>> handlers) {
            this.handlers = handlers;
        }

        @Override
        public @Nullable Object invoke(
                Object proxy, Method question, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (arguments == null
                    || !(arguments[0] instanceof RelNode expression)
                    || !(arguments[1] instanceof RelMetadataQuery query)) {
                return question.invoke(handlers.getFirst(), arguments);
            }
            while (expression instanceof DelegatingMetadataRel delegating) {
                expression = delegating.getMetadataDelegateRel();
            }
            Asked asked =
                    new Asked(
                            question,
                            Arrays.asList(Arrays.copyOfRange(arguments, 2, arguments.length)));
            Object known = query.map.get(expression, asked);
            if (known == NullSentinel.ACTIVE) {
                throw new CyclicMetadataException();
            }
            if (known == NullSentinel.INSTANCE) {
                return null;
            }
            return known != null ? known : answer(expression, query, asked, arguments);
        }

        private @Nullable Object answer(
                RelNode expression,
                RelMetadataQuery query,
                Asked asked,
                @Nullable Object[] arguments)
                throws Throwable {
            Answerer answerer =
                    answerers.computeIfAbsent(
                            new Subject(asked.question, expression.getClass()), this::answerer);
            arguments[0] = expression;
            query.map.put(expression, asked, NullSentinel.ACTIVE);
            try {
                Object answer = answerer.method.invoke(answerer.handler, arguments);
                query.map.put(expression, asked, NullSentinel.mask(answer));
                return answer;
            } catch (InvocationTargetException e) {
                query.map.row(expression).clear();
                throw e.getCause();
            }
        }

        /** The method for the most special class; of several handlers, that of the first. */
        private Answerer answerer(Subject subject) {
            Answerer best = null;
            for (MetadataHandler<?> handler : handlers) {
                for (Method method : handler.getClass().getMethods()) {
                    if (answers(method, subject)
                            && (best == null || isMoreSpecial(method, best.method))) {
                        best = new Answerer(handler, method);
                    }
                }
            }
            if (best == null) {
                throw new IllegalStateException("nobody answers " + subject);
            }
            return best;
        }

        private static boolean answers(Method method, Subject subject) {
            Class<?>[] offered = method.getParameterTypes();
            Class<?>[] wanted = subject.question.getParameterTypes();
            return method.getName().equals(subject.question.getName())
                    && offered.length == wanted.length
                    && offered[0].isAssignableFrom(subject.expression)
                    && Arrays.equals(offered, 1, offered.length, wanted, 1, wanted.length);
        }

        private static boolean isMoreSpecial(Method method, Method than) {
            Class<?> mine = method.getParameterTypes()[0];
            Class<?> other = than.getParameterTypes()[0];
            return mine != other && other.isAssignableFrom(mine);
        }
    }
}
