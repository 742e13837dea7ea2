/// Version 2 counts in steps of ten. It has a new variable, `step`.
persistent actor {

  /// Not touched by the upgrade: the initial value 0 is used only when there is no value yet.
  var count : Nat = 0;

  /// Back at 0.
  transient var twin : Nat = 0;

  /// New in this version, so it starts at its initial value.
  var step : Nat = 10;

  /// Adds one step to both.
  public func increment() : async Nat {
    count += step;
    twin += step;
    count;
  };

  /// Changes the step. This value will be kept by the next upgrade.
  public func setStep(newStep : Nat) : async () {
    step := newStep;
  };

  /// The counter and its twin.
  public query func read() : async (Nat, Nat) {
    (count, twin);
  };

};
