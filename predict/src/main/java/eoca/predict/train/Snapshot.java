package eoca.predict.train;

import eoca.predict.model.EtvModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** A copy of everything a model predicts with. */
record Snapshot(Map<String, float[]> params, float[] table) {
  static Snapshot of(EtvModel model) {
    Map<String, float[]> params = new LinkedHashMap<>();
    for (String name : model.params().names()) {
      params.put(name, model.params().toFloats(name));
    }
    return new Snapshot(params, model.table().values().clone());
  }

  void restore(EtvModel model) {
    params.forEach(model.params()::set);
    System.arraycopy(table, 0, model.table().values(), 0, table.length);
  }
}
