package eoca.console;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A console over the tiny campaign, with a session open. */
abstract class ServedTest {
  @TempDir Path folder;
  Fixture fixture;
  ConsoleServer server;
  Wire wire;

  @BeforeEach
  void start() throws Exception {
    fixture = Fixture.tiny(folder);
    server = ConsoleServer.start(fixture.folder(), 0, 2, Fixture.clock());
    wire = new Wire(server.port());
    wire.login(server.link());
  }

  @AfterEach
  void stop() {
    server.close();
  }
}
