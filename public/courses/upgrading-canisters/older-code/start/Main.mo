/// The front desk, as older tutorials write it.
actor {

  stable var visitors = 0;

  var latest = "nobody";

  public func greet(name : Text) : async () {
    visitors += 1;
    latest := name;
  };

};
