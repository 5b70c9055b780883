@R04.18
Feature: R04.18 泄密处罚
  No badge number leaves the terminal. Who takes records out must be entitled to and stands in the log, so that a leak can be traced.

  Background:
    Given the policy pack "hotline-work"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 08:30"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 记录中没有工牌号 no record shows the number of a badge
    When "S05" taps at "10:00"
    And "S05" taps at "10:02"
    Then no record shows the badge of "S01"
    And no record shows the badge of "S05"

  Scenario: 无权者不得导出 neither a leader nor an operator takes records out
    When "S01" exports the records of "2026-03-02" at "10:00"
    Then the bridge refuses with "not-entitled"
    When "S05" exports the records of "2026-03-02"
    Then the bridge refuses with "not-entitled"

  Scenario: 谁导出了多少可以追查 who took out how much can be traced, day by day
    When "S10" exports the records of "2026-03-02" at "10:00"
    Then the export of "S10" is logged with 6 records
    When "S09" exports the records of "2026-03-01"
    Then the export of "S09" is logged with 0 records
