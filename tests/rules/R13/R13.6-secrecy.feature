@R13.6
Feature: R13.6 保密
  No badge number leaves the terminal; records leave the house only by the hand of somebody who may, and that is written down.

  Background:
    Given the policy pack "hotline-template"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S05  | S09        |
      | D2 | 2026-03-02 13:00 | 2026-03-02 18:00 | S02    |      | S09        |
    And the sheets are complete
    And the time is "2026-03-02 12:30"
    And "S01" holds the duty

  Scenario: 记录中没有工牌号 no record shows the number of a badge
    When "S02" taps at "12:45"
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then "S02" holds the duty
    And no record shows the badge of "S01"
    And no record shows the badge of "S02"

  Scenario: 不得私自转移信息 an operator takes no records out of the house
    When "S05" exports the records of "2026-03-02" at "12:40"
    Then the bridge refuses with "not-entitled"

  Scenario: 有权者导出留痕 what a supervisor takes out is logged
    When "S09" exports the records of "2026-03-01" at "12:40"
    Then the export of "S09" is logged with 0 records
    When "S02" taps at "12:45"
    And "S09" exports the records of "2026-03-02" at "12:46"
    Then the export of "S09" is logged with 6 records
