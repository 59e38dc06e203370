package org.kagicast.console.wall;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kagicast.console.view.ScrollCache;
import org.kagicast.model.Picture;
import org.kagicast.model.StreamName;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("What a client sees")
class PicturePaneTest {

    private static final StreamName NEWS = new StreamName("news");
    private static final int WIDTH = 120;
    private static final int HEIGHT = 60;

    private final Pictures pictures = new Pictures();
    private PicturePane first;
    private PicturePane second;
    private Pane around;

    @Start
    void open(Stage stage) {
        first = pane();
        second = pane();
        around = new VBox(first, second);
        stage.setScene(new Scene(new Group(around)));
        stage.show();
    }

    private static PicturePane pane() {
        PicturePane pane = new PicturePane();
        pane.setMinSize(WIDTH, HEIGHT);
        pane.setPrefSize(WIDTH, HEIGHT);
        pane.setMaxSize(WIDTH, HEIGHT);
        return pane;
    }

    @Test
    @DisplayName("is painted in its final size, into the same memory again and again, for each client as it came")
    void pictures() {
        new FxRobot().interact(() -> {
            first.show(card(1, Color.RED, Color.BLUE), pictures);
            second.show(card(1, Color.RED, Color.BLUE), pictures);
            Image before = image(first);
            assertThat(before.getWidth()).isEqualTo(WIDTH);
            assertThat(before.getHeight()).isEqualTo(HEIGHT);
            for (PicturePane pane : new PicturePane[]{first, second}) {
                assertIs(pane, WIDTH / 4, HEIGHT / 2, Color.RED);
                assertIs(pane, WIDTH * 3 / 4, HEIGHT / 2, Color.BLUE);
            }

            first.show(card(2, Color.GREEN, Color.WHITE), pictures);

            assertThat(image(first)).isSameAs(before);
            assertIs(first, WIDTH / 4, HEIGHT / 2, Color.GREEN);
            assertIs(first, WIDTH * 3 / 4, HEIGHT / 2, Color.WHITE);
            assertIs(second, WIDTH / 4, HEIGHT / 2, Color.RED);

            second.show(card(2, Color.GREEN, Color.WHITE), pictures);

            assertIs(second, WIDTH / 4, HEIGHT / 2, Color.GREEN);
        });
    }

    @Test
    @DisplayName("is cut to the shape of its place, the same on both sides, and at the corners")
    void shape() {
        new FxRobot().interact(() -> {
            BufferedImage high = new BufferedImage(120, 120, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = high.createGraphics();
            graphics.setColor(Color.RED);
            graphics.fillRect(0, 0, 120, 29);
            graphics.fillRect(0, 91, 120, 29);
            graphics.setColor(Color.GREEN);
            graphics.fillRect(0, 29, 120, 62);
            graphics.dispose();
            first.show(Optional.of(new Picture.TestCard(NEWS, 1, jpeg(high))), pictures);

            for (int y : new int[]{2, HEIGHT / 2, HEIGHT - 3}) {
                assertIs(first, WIDTH / 2, y, Color.GREEN);
            }
            for (int x : new int[]{0, WIDTH - 1}) {
                for (int y : new int[]{0, HEIGHT - 1}) {
                    assertThat(image(first).getPixelReader().getArgb(x, y) >>> 24).isLessThan(20);
                    assertIs(first, x, HEIGHT / 2, Color.GREEN);
                }
            }
        });
    }

    @Test
    @DisplayName("is a square for each byte where it is no test card, and the placeholder where it is nothing or broken")
    void otherPictures() {
        new FxRobot().interact(() -> {
            byte[] bytes = new byte[47 * 24];
            Arrays.fill(bytes, (byte) 0x80);
            first.show(card(1, Color.RED, Color.BLUE), pictures);
            first.show(Optional.of(new Picture.Raster(1, bytes, false)), pictures);
            assertIs(first, WIDTH / 2, HEIGHT / 2, new Color(0x808080));

            first.show(card(1, Color.RED, Color.BLUE), pictures);
            assertIs(first, WIDTH / 4, HEIGHT / 2, Color.RED);

            first.show(Optional.of(new Picture.TestCard(NEWS, 2, new byte[]{1, 2, 3})), pictures);
            assertThat(view(first).isVisible()).isFalse();
            assertThat(first.lookup(".placeholder").isVisible()).isTrue();

            first.show(card(3, Color.RED, Color.BLUE), pictures);
            assertThat(view(first).isVisible()).isTrue();

            first.show(Optional.empty(), pictures);
            assertThat(view(first).isVisible()).isFalse();
        });
    }

    @Test
    @DisplayName("is painted anew when its place has another size")
    void size() {
        FxRobot robot = new FxRobot();
        robot.interact(() -> {
            first.show(card(1, Color.RED, Color.BLUE), pictures);
            first.setMinSize(200, 100);
            first.setMaxSize(200, 100);
            around.setScaleX(1);
            around.getScene().getRoot().applyCss();
            around.getParent().layout();
            around.layout();
            first.layout();

            assertThat(image(first).getWidth()).isEqualTo(200);
            assertIs(first, 150, 50, Color.BLUE);
        });
    }

    @Test
    @DisplayName("costs nothing where it is not on the screen, and is there when it is")
    void hidden() {
        new FxRobot().interact(() -> {
            around.setVisible(false);
            first.show(card(1, Color.RED, Color.BLUE), pictures);
            PicturePane nowhere = pane();
            nowhere.show(card(1, Color.RED, Color.BLUE), pictures);
            assertThat(view(first).getImage()).isNull();
            assertThat(view(nowhere).getImage()).isNull();

            around.setVisible(true);
            first.show(card(1, Color.RED, Color.BLUE), pictures);
            assertIs(first, WIDTH / 4, HEIGHT / 2, Color.RED);

            ((Stage) first.getScene().getWindow()).hide();
            first.show(card(2, Color.GREEN, Color.BLUE), pictures);
            assertIs(first, WIDTH / 4, HEIGHT / 2, Color.RED);
        });
    }

    @Test
    @DisplayName("makes a scroll pane draw itself only, and not all that the scroll pane shows")
    void scrolling() {
        new FxRobot().interact(() -> {
            ScrollPane scroll = new ScrollPane(pane());
            ScrollCache.switchOff(scroll);
            around.getChildren().add(scroll);
            around.applyCss();

            assertThat(scroll.lookup(".viewport")).isNotNull().extracting(Node::isCache).isEqualTo(false);
        });
    }

    private static ImageView view(PicturePane pane) {
        return (ImageView) pane.getChildrenUnmodifiable().getLast();
    }

    private static Image image(PicturePane pane) {
        return view(pane).getImage();
    }

    private static void assertIs(PicturePane pane, int x, int y, Color wanted) {
        Color shown = new Color(image(pane).getPixelReader().getArgb(x, y));
        assertThat(new int[]{shown.getRed(), shown.getGreen(), shown.getBlue()})
                .as("%d, %d is %s", x, y, shown).satisfies(is -> {
                    assertThat(is[0]).isBetween(wanted.getRed() - 8, wanted.getRed() + 8);
                    assertThat(is[1]).isBetween(wanted.getGreen() - 8, wanted.getGreen() + 8);
                    assertThat(is[2]).isBetween(wanted.getBlue() - 8, wanted.getBlue() + 8);
                });
    }

    private static Optional<Picture> card(long frame, Color left, Color right) {
        BufferedImage image = new BufferedImage(320, 160, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(left);
        graphics.fillRect(0, 0, 160, 160);
        graphics.setColor(right);
        graphics.fillRect(160, 0, 160, 160);
        graphics.dispose();
        return Optional.of(new Picture.TestCard(NEWS, frame, jpeg(image)));
    }

    private static byte[] jpeg(BufferedImage image) {
        try {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ImageIO.write(image, "jpeg", file);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
