@R12.1.2
Feature: R12.1.2 接班人员确认班次、任务、笔记、异常
  Shift, tasks, notes and exceptions stand on the sheet, and who takes over has read them as they stand.

  Background:
    Given the policy pack "contact-centre"
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

  Scenario Outline: 未写<title>不得交接 without this one the other sections are not enough
    When "S01" writes "all done" under "<a>" at "07:25"
    And "S01" writes "all done" under "<b>"
    And "S01" writes "all done" under "<c>"
    And "S01" writes "12 of 12 calls answered" under "progress"
    And "S01" has nothing under "difficulties"
    And "S01" has nothing under "unfinished"
    And "S01" taps at "07:51"
    Then the tap is refused as "sheet-incomplete"
    When "S01" has nothing under "<missing>" at "07:52"
    Then the sheet of shift "N1" is complete
    When "S02" taps at "07:53"
    And "S01" taps at "07:54"
    And "S02" taps at "07:54:05"
    Then "S02" holds the duty

    Examples:
      | title | missing    | a     | b     | c          |
      | 班次    | shift      | tasks | notes | exceptions |
      | 工作任务  | tasks      | shift | notes | exceptions |
      | 工作笔记  | notes      | shift | tasks | exceptions |
      | 异常情况  | exceptions | shift | tasks | notes      |

  Scenario: 接班人员看过再接 the incoming person has read them
    When "S01" completes the sheet at "07:25"
    And "S02" taps at "07:30"
    And "S02" reads the sheet at "07:40"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | incoming | S02   |
      | hasty    |       |

  Scenario: 看后又写异常须再看 an exception that is written after the reading has to be read too
    When "S01" completes the sheet at "07:25"
    And "S02" taps at "07:30"
    And "S02" reads the sheet at "07:40"
    And "S01" writes "line 2 crackles" under "exceptions" at "07:45"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty | true  |
    And a notice about "hasty-handover" reaches "S09" by "07:53"

  Scenario: 内容有异议由领导处理 who does not agree contests the sheet, and a supervisor settles it
    When "S01" completes the sheet at "07:25"
    And "S02" taps at "07:30"
    And "S02" disputes the sheet with "two calls are missing" at "07:40"
    Then a notice about "dispute" reaches "S09" by "07:41"
    When "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    When "S09" settles the dispute with "both calls are in the log" at "07:53"
    And "S01" taps at "07:54"
    And "S02" taps at "07:54:05"
    Then "S02" holds the duty
