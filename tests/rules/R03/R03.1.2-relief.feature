@R03.1.2
Feature: R03.1.2 无人接班的电脑关机 (有人接班)
  Where somebody follows within the hour the service is not closed: the duty is handed over.

  Background:
    Given the policy pack "agent-seats"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S01    | S09        |
      | E1 | 2026-03-02 20:30 | 2026-03-02 23:00 | S02    | S09        |
    And the time is "2026-03-02 19:30"
    And "S01" holds the duty

  Scenario: 有人接班则交接 with a shift that follows one tap alone closes nothing
    When "S01" taps at "19:55"
    Then the signal is "waiting-for-second"
    And "S01" holds the duty
    When "S02" taps at "19:55:05"
    Then "S02" holds the duty
    And there is no record "duty.clock-out"

  Scenario: 接班人未到不能关机下班 nobody has come: he stays
    When "S01" taps at "19:55"
    And the time is "20:06"
    Then "S01" holds the duty
    And a notice about "late-handover" reaches "S09" by "20:06"

  Scenario: 一小时以上无人接班则结束服务 where the next shift starts more than an hour later he closes the service
    When "S09" changes shift "E1" to start "21:01" at "19:35"
    And "S01" taps at "19:55"
    Then nobody holds the duty
    And the last record is "duty.clock-out" with:
      | field  | value |
      | holder | true  |

  Scenario: 间隔算短的岗位 a house that closes for half an hour between the shifts
    Given the policy pack "agent-seats" with:
      | parameter     | value |
      | serviceGapMin | 29    |
    When "S01" taps at "19:55"
    Then nobody holds the duty
