@R20.10
Feature: 班中因病临时交接 an unscheduled handover in mid-shift, released by a supervisor
  Somebody who is in or entitled takes over the rest of the shift, when a supervisor allows it; nobody releases a handover that he is a side of.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C7 | operator   |
      | S06 | 杨磊   | 04A1B2C8 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start | end | leader | deputies | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01 |  | S05 | S09 |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02 | S06 |  | S09 |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S03 |  |  | S09 |
    And the sheets are complete
    And the time is "2026-03-02 02:00"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 现场放行 the supervisor's badge allows it
    When "S09" taps at "03:10"
    And "S01" taps at "03:10:10"
    And "S05" taps at "03:10:20"
    Then the last record is "handover.confirmed" with:
      | field      | value |
      | outgoing   | S01   |
      | incoming   | S05   |
      | from       | N1    |
      | to         | N1    |
      | releasedBy | S09   |
    And "S05" holds the duty
    When "S01" taps at "03:12"
    Then the ledger of "S01" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-01 | early | 288     | 0      | yes     |
    When "S02" taps at "07:45"
    And "S05" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty

  Scenario: 远程放行 the supervisor allows it from the web
    When "S09" releases post "hotline" with "leader is ill" at "03:10"
    And "S01" taps at "03:10:20"
    And "S05" taps at "03:10:30"
    Then "S05" holds the duty
    And a notice about "release-opened" reaches "S09"

  Scenario: 未经放行不得交接 without a release nobody takes over in mid-shift
    When "S01" taps at "03:10"
    Then the tap is refused as "window-closed"
    When "S05" taps at "03:10:10"
    Then "S01" holds the duty
    And there is no record "handover.confirmed"

  Scenario: 不能为自己的交接放行 a leader cannot release it
    When "S02" releases post "hotline" with "I want to go" at "03:10"
    Then the bridge refuses with "not-entitled"
