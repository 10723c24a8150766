package eoca.predict.net;

import ai.djl.ndarray.NDArray;

/**
 * The first linear layer over [user ‖ fund], split: x_u·U + x_f·F + b, so that a user's part is
 * computed once a user and a fund's part once a fund. U and F are the upper and lower rows of the
 * one matrix that a plain layer over the joined vector would have.
 */
public final class Pair {
  private final NDArray userWeight;
  private final NDArray fundWeight;
  private final NDArray bias;
  private final int out;

  /**
   * @param userWidth width of a user's vector
   * @param fundWidth width of a fund's vector
   */
  public Pair(Params params, String name, int userWidth, int fundWidth, int out) {
    double bound = Math.sqrt(6.0 / (userWidth + fundWidth + out));
    this.userWeight = params.uniform(name + ".user", bound, userWidth, out);
    this.fundWeight = params.uniform(name + ".fund", bound, fundWidth, out);
    this.bias = params.constant(name + ".bias", 0, out);
    this.out = out;
  }

  /** Width of the result. */
  public int out() {
    return out;
  }

  /** The user's part, [users, out]. */
  public NDArray users(NDArray userVectors) {
    return userVectors.matMul(userWeight);
  }

  /** The fund's part with the bias, [funds, out]. */
  public NDArray funds(NDArray fundVectors) {
    return fundVectors.matMul(fundWeight).add(bias);
  }
}
