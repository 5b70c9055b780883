@R20.10
Feature: R20.10 特殊情况想方设法做好交接,严禁漏班和匆忙交接班
  An unscheduled handover needs a supervisor's release; a hasty one is marked; a missed one is told.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | deputies | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    |          |      | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |          |      | S09        |
    And the sheets are complete

  Scenario: 班中因病临时交接 illness in mid-shift, released by a supervisor's badge
    Given the time is "2026-03-02 03:00"
    And "S01" holds the duty
    When "S09" taps at "03:10"
    Then the signal is "released"
    When "S01" taps at "03:10:20"
    Then the signal is "waiting-for-second"
    When "S02" taps at "03:10:30"
    Then the last record is "handover.confirmed" with:
      | field      | value |
      | from       | N1    |
      | to         | N1    |
      | releasedBy | S09   |
    And "S02" holds the duty
    And a notice about "release-opened" reaches "S09"

  Scenario: 无放行不得班中交接 without a release the window decides
    Given the time is "2026-03-02 03:00"
    And "S01" holds the duty
    When "S01" taps at "03:10"
    Then the tap is refused as "window-closed"

  Scenario: 远程放行 released from afar
    Given the time is "2026-03-02 03:00"
    And "S01" holds the duty
    When "S09" releases post "hotline" with "leader is ill" at "03:10"
    And "S01" taps at "03:10:10"
    And "S02" taps at "03:10:20"
    Then "S02" holds the duty

  Scenario: 匆忙交接 a handover right after walking in is hasty
    Given the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When "S01" taps at "07:55"
    And "S02" taps at "07:55:10"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty | true  |
    And a notice about "hasty-handover" reaches "S09"

  Scenario: 漏班 a handover that never comes is told
    Given the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When the time is "09:00"
    Then a notice about "missed-handover" reaches "S09" by "09:00"
    And "S01" holds the duty
