package eoca.console;

import eoca.inputs.campaign.Fund;
import java.util.List;

/** The forms that ask about a user or a fund, with what was asked, and what went wrong or empty. */
record AskView(
    String run, String user, String fund, List<Fund> funds, String problem, String hint) {}
