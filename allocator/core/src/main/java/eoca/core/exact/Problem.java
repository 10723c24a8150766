package eoca.core.exact;

/**
 * Who chooses among what: the users of a view, the funds of an order, their values as whole numbers
 * of a grid. All of a problem but the quotas, which are the order's, or a sample's own.
 */
record Problem(View view, FundOrder order, Grid grid) {
  /** The same for other users. */
  Problem on(View other) {
    return new Problem(other, order, grid);
  }

  int users() {
    return view.users();
  }
}
