@R20.6
Feature: R20.6 接班负责人组织;交班负责人填写工作日志并介绍
  The outgoing leader fills in the work log before the first tap.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 未填写工作日志不得交接 without the work log neither side may begin
    When "S02" taps at "07:44"
    And "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    When "S02" taps at "07:53"
    Then the tap is refused as "sheet-incomplete"
    And there is no record "handover.started"
    And "S01" holds the duty

  Scenario: 填写工作日志后可以交接 with it they may
    When "S01" writes "14 calls, none open" under "work log" at "07:30"
    Then the sheet of shift "N1" is incomplete
    When "S01" completes the sheet at "07:40"
    Then the sheet of shift "N1" is complete
    When "S02" taps at "07:44"
    And "S02" reads the sheet at "07:45"
    And "S01" taps at "07:52"
    Then the signal is "waiting-for-second"
    When "S02" taps at "07:52:05"
    Then "S02" holds the duty
    And the last record is "handover.confirmed" with:
      | field | value |
      | from  | N1    |
      | hasty |       |

  Scenario: 接班人未看交接班记录为匆忙交接 a sheet that the incoming person has not read makes the handover hasty
    When "S01" completes the sheet at "07:40"
    And "S02" taps at "07:44"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty | true  |
    And a notice about "hasty-handover" reaches "S09"

  Scenario: 看过之后又有改动须再看 what was written after the reading is unread
    When "S01" completes the sheet at "07:40"
    And "S02" taps at "07:44"
    And "S02" reads the sheet at "07:45"
    And "S01" writes "line 2 crackles" under "faults" at "07:50"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty | true  |

  Scenario: 特殊情况下放行交接不因记录受阻 under a supervisor's release no sheet stands in the way
    When "S09" taps at "07:25"
    And "S01" taps at "07:25:10"
    And "S02" taps at "07:25:20"
    Then "S02" holds the duty
    And the sheet of shift "N1" is incomplete

  Scenario: 外人不得填写 who is not on the shift does not write its log
    When "S04" writes "all quiet" under "work log" at "07:30"
    Then the bridge refuses with "not-entitled"
    When "S02" completes the sheet
    Then the bridge refuses with "not-entitled"
