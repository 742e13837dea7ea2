/// Version 2 shows percent, and works them out at once for the votes that are there already.
persistent actor {

  var question : Text = "Tea?";

  var yes : Nat = 0;

  var votes : Nat = 0;

  var percent : Nat = 0;

  /// The last step of an upgrade, in the NEW code. Where nobody has voted yet, it divides by zero and traps: then the
  /// whole upgrade is undone.
  system func postupgrade() {
    percent := yes * 100 / votes;
  };

  public func ask(newQuestion : Text) : async () {
    question := newQuestion;
    yes := 0;
    votes := 0;
    percent := 0;
  };

  public func vote(agree : Bool) : async () {
    votes += 1;
    if (agree) yes += 1;
    percent := yes * 100 / votes;
  };

  public query func result() : async (Text, Nat, Nat) {
    (question, yes, votes);
  };

};
