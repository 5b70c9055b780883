@R06.5.3
Feature: R06.5.3 保密
  A badge number never leaves the terminal, and whoever takes records out of the house must be entitled to and is written down.

  Background:
    Given the policy pack "citizen-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-02 00:00 | 2026-03-02 08:00 | S01    |      | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 16:00 | S02    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty

  Scenario: 记录中没有工牌号 no record shows the number of a badge, not even of an unknown one
    When "S02" taps at "07:50"
    And badge "DEADBEEF" taps at "07:51"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty
    And no record shows the badge of "S01"
    And no record shows the badge of "S02"

  Scenario: 接线员不得导出记录 an operator takes no records out of the house
    When "S05" exports the records of "2026-03-02" at "07:50"
    Then the bridge refuses with "not-entitled"

  Scenario: 值班领导导出留痕 what a supervisor takes out stands in the log
    When "S02" taps at "07:50"
    And "S09" exports the records of "2026-03-02" at "07:52"
    Then the export of "S09" is logged with 2 records
