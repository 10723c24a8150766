package eoca.inputs.sample;

import eoca.inputs.campaign.Campaign;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The sample's ETV table as an Arrow IPC file with one record batch. */
final class SampleTableFile {
  private SampleTableFile() {}

  /** The file's bytes. */
  static byte[] bytes(FarTransSample.Table table) {
    List<Field> fields = new ArrayList<>();
    fields.add(field(FarTransSample.USER, new ArrowType.Utf8()));
    fields.add(field(Campaign.EtvLocation.DEFAULT_TOLERANCE, new ArrowType.Int(8, true)));
    FarTransSample.FUNDS.forEach(
        f -> fields.add(field(f.id(), new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
    int rows = table.ids().size();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(out))) {
      root.getFieldVectors().forEach(v -> v.setInitialCapacity(rows));
      root.allocateNew();
      VarCharVector ids = (VarCharVector) root.getVector(0);
      TinyIntVector tolerance = (TinyIntVector) root.getVector(1);
      for (int i = 0; i < rows; i++) {
        ids.setSafe(i, table.ids().get(i).getBytes(StandardCharsets.UTF_8));
        tolerance.setSafe(i, table.tolerance()[i]);
        for (int j = 0; j < table.etv().length; j++) {
          ((Float4Vector) root.getVector(2 + j)).setSafe(i, table.etv()[j][i]);
        }
      }
      root.setRowCount(rows);
      writer.start();
      writer.writeBatch();
      writer.end();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory can't fail", e);
    }
    return out.toByteArray();
  }

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.notNullable(type), null);
  }
}
