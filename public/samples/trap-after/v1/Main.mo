/// A vote on one question.
persistent actor {

  var question : Text = "Tea?";

  var yes : Nat = 0;

  var votes : Nat = 0;

  /// Puts another question: the counts begin again.
  public func ask(newQuestion : Text) : async () {
    question := newQuestion;
    yes := 0;
    votes := 0;
  };

  public func vote(agree : Bool) : async () {
    votes += 1;
    if (agree) yes += 1;
  };

  public query func result() : async (Text, Nat, Nat) {
    (question, yes, votes);
  };

};
