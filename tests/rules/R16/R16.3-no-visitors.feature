@R16.3
Feature: R16.3 严禁接待私人朋友
  Nobody clocks in at this desk who is not rostered here: an unknown badge is refused and told, a colleague who is off duty is refused.

  Background:
    Given the policy pack "union-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 09:00 | 2026-03-02 17:00 | S02    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 09:00"
    And "S02" holds the duty

  Scenario: 外来人员的卡 a stranger's badge is refused, and the supervisor is told
    When badge "DEADBEEF" taps at "10:00"
    Then the tap is refused as "unknown-badge"
    And a notice about "unknown-badge" reaches "S09" by "10:01"
    And "S02" holds the duty

  Scenario: 不当班的同事 a colleague who is not on duty is refused and not in
    When "S04" taps at "10:00"
    Then the tap is refused as "not-on-roster"
    And "S04" is out
    And there is 1 record "duty.clock-in"

  Scenario: 若只标记不拒绝 where the house marks instead of refusing, the colleague is let in and marked
    Given the policy pack "union-line" with:
      | parameter  | value |
      | unrostered | mark  |
    When "S04" taps at "10:00"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | staff   | S04        |
      | arrival | unrostered |
    And "S04" is in
