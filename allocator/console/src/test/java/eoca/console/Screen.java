package eoca.console;

import eoca.job.report.PageAssets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A person in front of a real Chromium: reads, types, clicks, and looks whether all is well. */
final class Screen implements AutoCloseable {
  private static final String AXE = PageAssets.resource(Screen.class, "/axe.min.js");
  private static final long PATIENCE_MILLIS = 30_000;

  private final ChromeDriver driver;
  private final Path pictures;
  private final List<String> problems = new ArrayList<>();

  /** Where a program is, or null. */
  private static Path program(String... places) {
    return Stream.of(places).map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
  }

  private static Path chromium() {
    return program("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  }

  private static Path chromedriver() {
    return program("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver");
  }

  static boolean isPresent() {
    return chromium() != null && chromedriver() != null;
  }

  /** Pictures are kept in {@code -Deoca.screenshots=DIR}, for people to look at. */
  Screen(Path scratch) throws IOException {
    String kept = System.getProperty("eoca.screenshots");
    pictures = kept == null ? null : Files.createDirectories(Path.of(kept));
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + Files.createTempDirectory(scratch, "profile"));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver().toFile())
            .usingAnyFreePort()
            .withLogFile(scratch.resolve("chromedriver.log").toFile())
            .build();
    driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(Duration.ofMillis(PATIENCE_MILLIS));
    look(1280, false);
  }

  void open(String url) {
    driver.get(url);
  }

  /** A width in pixels, and the colour scheme. */
  void look(int width, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            "",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  String title() {
    return driver.findElement(By.tagName("h1")).getText();
  }

  String text() {
    return driver.findElement(By.tagName("main")).getText();
  }

  /** The command line that the page shows. */
  String command() {
    return driver.findElement(By.id("cli")).getText();
  }

  String address() {
    return driver.getCurrentUrl();
  }

  WebElement element(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<String> texts(String css) {
    return driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList();
  }

  /**
   * Clicks the link or button of this text, by keyboard: what can't be reached so does not work.
   */
  void press(String text) {
    WebElement found =
        driver.findElements(By.cssSelector("a, button")).stream()
            .filter(e -> e.getText().strip().equals(text) && e.isDisplayed())
            .findFirst()
            .orElseThrow(() -> new AssertionError("no '" + text + "' in: " + text()));
    found.sendKeys(Keys.ENTER);
  }

  void type(String css, String text) {
    WebElement field = element(css);
    field.clear();
    field.sendKeys(text);
  }

  /** The tab key, wherever the focus is. */
  void tab() {
    new Actions(driver).sendKeys(Keys.TAB).perform();
  }

  void choose(String select, String value) {
    element(select + " option[value='" + value + "']").click();
  }

  /** Waits until the page says something. */
  void await(String css, String text) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    List<String> seen = List.of();
    while (System.nanoTime() < end) {
      try {
        seen = texts(css);
        if (seen.stream().anyMatch(t -> t.contains(text))) {
          return;
        }
      } catch (org.openqa.selenium.StaleElementReferenceException e) {
        continue; // the page is just being replaced
      }
      Thread.sleep(30);
    }
    throw new AssertionError("'" + text + "' does not come, there is " + seen + " in " + text());
  }

  Object evaluate(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /**
   * Looks at the page wide and narrow, light and dark: nothing sticks out, no complaint in the
   * browser's log, and axe finds nothing that keeps anybody out.
   *
   * @param charts how many are drawn
   */
  void examine(String name, int charts) throws IOException {
    for (int width : new int[] {1280, 390}) {
      for (boolean dark : new boolean[] {false, true}) {
        look(width, dark);
        String variant = name + "-" + width + (dark ? "-dark" : "-light");
        driver.executeAsyncScript(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));");
        picture(variant);
        String outside = (String) evaluate(OUTSIDE);
        if (!outside.isEmpty()) {
          problems.add(variant + ": sticks out: " + outside);
        }
        Object scroll = evaluate("return document.documentElement.scrollWidth");
        if (!scroll.equals((long) width)) {
          problems.add(variant + ": scrolls sideways, is " + scroll + " wide");
        }
        if ((width == 1280) != dark) { // each width and each scheme once
          violations().forEach(found -> problems.add(variant + ": " + found));
        }
      }
    }
    look(1280, false);
    Object drawn = evaluate("return Number(document.documentElement.dataset.charts || 0)");
    if (!drawn.equals((long) charts)) {
      problems.add(name + ": " + drawn + " charts");
    }
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (!entry.getMessage().contains("status of 4")) { // a refused form is a page like any other
        problems.add(name + ": " + entry.getMessage());
      }
    }
  }

  /** What all examined pages had wrong. */
  List<String> problems() {
    return problems;
  }

  private static final String OUTSIDE =
      """
      return [...document.querySelectorAll('main *, header *')]
        .filter(e => !e.closest('.scroll *') && !e.closest('.sr') && !e.closest('svg') && e.offsetParent)
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
        .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40)).join('\\n')
      """;

  private List<?> violations() {
    driver.executeScript(AXE);
    return (List<?>)
        driver.executeAsyncScript(
            """
            const done = arguments[0];
            axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations.map(v =>
              v.impact + ' ' + v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '))));
            """);
  }

  private void picture(String name) throws IOException {
    if (pictures != null) {
      Object data =
          driver
              .executeCdpCommand(
                  "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
              .get("data");
      Files.write(pictures.resolve(name + ".png"), Base64.getDecoder().decode((String) data));
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
