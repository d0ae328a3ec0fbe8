package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hibernate ORM: makes its schema, stores and finds objects, locks them both ways. */
class HibernateTest {
    private static SessionFactory factory;

    @Entity(name = "Author")
    static class Author {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Column(nullable = false, unique = true, length = 100)
        String name;

        @OneToMany(mappedBy = "author")
        List<Book> books = new ArrayList<>();
    }

    @Entity(name = "Book")
    static class Book {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version int version;

        String title;

        @Column(precision = 10, scale = 2)
        BigDecimal price;

        LocalDateTime published;
        boolean available;

        @ManyToOne Author author;
    }

    @BeforeAll
    static void start() throws Exception {
        DaybreakServer server = SharedServer.withSchema("orm");
        factory =
                new Configuration()
                        .addAnnotatedClass(Author.class)
                        .addAnnotatedClass(Book.class)
                        .setProperty("hibernate.connection.url", server.url("orm", ""))
                        .setProperty("hibernate.connection.username", "root")
                        .setProperty("hibernate.connection.password", "")
                        .setProperty("hibernate.hbm2ddl.auto", "create")
                        .buildSessionFactory();
        factory.inTransaction(session -> {
            for (int a = 1; a <= 3; a++) {
                Author author = new Author();
                author.name = "Author " + a;
                session.persist(author);
                for (int b = 1; b <= a; b++) {
                    Book book = new Book();
                    book.title = "Book " + a + "." + b;
                    book.price = new BigDecimal(a * 10 + b).setScale(2);
                    book.published = LocalDateTime.of(2026, a, b, 12, 30);
                    book.available = b % 2 == 1;
                    book.author = author;
                    session.persist(book);
                }
            }
        });
    }

    @AfterAll
    static void stop() {
        if (factory != null) {
            factory.close();
        }
    }

    private static Book book(String title) {
        return factory.fromSession(session ->
                session.createQuery("from Book b where b.title = :t", Book.class)
                        .setParameter("t", title)
                        .getSingleResult());
    }

    @Test
    void findsWhatItStored() {
        Book found = book("Book 2.1");
        assertThat(found.price).isEqualByComparingTo("21.00");
        assertThat(found.published).isEqualTo(LocalDateTime.of(2026, 2, 1, 12, 30));
        assertThat(found.available).isTrue();
        List<Object[]> sums =
                factory.fromSession(session ->
                        session.createQuery(
                                        "select a.name, count(b), sum(b.price) from Author a"
                                                + " join a.books b group by a.name having"
                                                + " count(b) > 1 order by a.name desc",
                                        Object[].class)
                                .getResultList());
        assertThat(sums).hasSize(2);
        assertThat(sums.getFirst()[0]).isEqualTo("Author 3");
        assertThat(sums.getFirst()[1]).isEqualTo(3L);
        List<Author> fetched =
                factory.fromSession(session ->
                        session.createQuery(
                                        "from Author a left join fetch a.books where a.name"
                                                + " like 'Author%' order by a.id",
                                        Author.class)
                                .getResultList());
        assertThat(fetched).extracting(a -> a.books.size()).containsExactly(1, 2, 3);
        List<String> page =
                factory.fromSession(session ->
                        session.createQuery(
                                        "select b.title from Book b order by b.title", String.class)
                                .setFirstResult(1)
                                .setMaxResults(2)
                                .getResultList());
        assertThat(page).containsExactly("Book 2.1", "Book 2.2");
    }

    @Test
    void refusesAStaleUpdate() {
        Book stale = book("Book 1.1");
        factory.inTransaction(session -> session.find(Book.class, stale.id).title = "Book 1.1");
        factory.inTransaction(
                session -> session.find(Book.class, stale.id).price = new BigDecimal("99.00"));
        stale.price = BigDecimal.ONE;
        assertThatThrownBy(() -> factory.inTransaction(session -> session.merge(stale)))
                .isInstanceOf(OptimisticLockException.class);
        assertThat(book("Book 1.1").price).isEqualByComparingTo("99.00");
    }

    @Test
    void waitsForAPessimisticLock() throws Exception {
        Book book = book("Book 3.1");
        CompletableFuture<Void> other =
                factory.fromTransaction(session -> {
                    Book locked = session.find(Book.class, book.id, LockModeType.PESSIMISTIC_WRITE);
                    CompletableFuture<Void> waiting =
                            CompletableFuture.runAsync(() ->
                                    factory.inTransaction(second -> {
                                        Book seen =
                                                second.find(
                                                        Book.class,
                                                        book.id,
                                                        LockModeType.PESSIMISTIC_WRITE);
                                        seen.title += "!";
                                    }));
                    pause();
                    assertThat(waiting).isNotDone();
                    locked.title = "Changed";
                    return waiting;
                });
        other.get(20, TimeUnit.SECONDS);
        assertThat(book("Changed!").id).isEqualTo(book.id);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(300);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void updatesAndDeletesInBulk() {
        int changed =
                factory.fromTransaction(session ->
                        session.createMutationQuery(
                                        "update Book b set b.price = b.price + 1 where"
                                                + " b.title like 'Book 2%'")
                                .executeUpdate());
        assertThat(changed).isEqualTo(2);
        factory.inTransaction(session ->
                session.createMutationQuery(
                                "update Book b set b.price = b.price - 1 where b.title like 'Book 2%'")
                        .executeUpdate());
        int deleted =
                factory.fromTransaction(session ->
                        session.createMutationQuery("delete from Book b where b.title = 'none'")
                                .executeUpdate());
        assertThat(deleted).isZero();
    }
}
