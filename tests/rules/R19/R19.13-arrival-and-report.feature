@R19.13
Feature: R19.13 提前二十分钟到位交接,报表清楚;闲人不得逗留
  In twenty minutes before the start; the work report is handed over; who has no business here is refused.

  Background:
    Given the policy pack "service-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario Outline: <title> twenty minutes before the start
    When "S02" taps at "<time>"
    Then the last record is "duty.clock-in" with:
      | field   | value     |
      | arrival | <arrival> |
      | minutes | <minutes> |

    Examples:
      | title       | time  | arrival | minutes |
      | 提前二十分钟到位为准时 | 07:40 | on-time | 0       |
      | 晚一分钟即为迟到    | 07:41 | late    | 1       |

  Scenario: 报表不清不得交接 without the report no handover begins
    When "S02" taps at "07:40"
    And "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    And the sheet of shift "N1" is incomplete
    And "S01" holds the duty

  Scenario: 报表清楚可以交接 with it one does, and it is frozen
    When "S01" writes "31 calls, all answered" under "report" at "07:30"
    Then the sheet of shift "N1" is complete
    When "S02" taps at "07:40"
    And "S02" reads the sheet at "07:42"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then "S02" holds the duty
    And the sheet of shift "N1" is frozen

  Scenario: 不当班的员工不得逗留 who is on no shift is refused, whoever he is
    When "S04" taps at "07:40"
    Then the tap is refused as "not-on-roster"
    And "S04" is out

  Scenario: 外人刷卡被拒并告知 a stranger's badge is refused and told
    When badge "DEADBEEF" taps at "07:40"
    Then the tap is refused as "unknown-badge"
    And a notice about "unknown-badge" reaches "S09" by "07:41"

  Scenario: 允许逗留但作记录的岗位 a house that lets staff in and marks it
    Given the policy pack "service-hotline" with:
      | parameter  | value |
      | unrostered | mark  |
    When "S04" taps at "07:40"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | arrival | unrostered |
