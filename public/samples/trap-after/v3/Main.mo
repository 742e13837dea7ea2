/// The way out: version 2 once more, with a `postupgrade` that knows that there may be no votes.
persistent actor {

  var question : Text = "Tea?";

  var yes : Nat = 0;

  var votes : Nat = 0;

  var percent : Nat = 0;

  /// The mistake was in the new code, so a newer one mends it.
  system func postupgrade() {
    if (votes > 0) percent := yes * 100 / votes;
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
