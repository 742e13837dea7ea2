/// The front desk of a small network. It greets whoever comes in.
persistent actor {

  /// How many were greeted so far.
  var visitors = 0;

  /// Who came last.
  var latest = "nobody";

  /// How many were greeted since the last upgrade.
  transient var recent = 0;

  public func greet(name : Text) : async Text {
    visitors += 1;
    recent += 1;
    latest := name;
    "Welcome, " # name # "!";
  };

};
